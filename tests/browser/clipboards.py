"""What programs put on the clipboard, written by hand in the forms that they use: HTML and plain text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Clipboard:
    """One copy: its flavours, and the paragraphs that an editor means by it."""

    html: str
    text: str
    paragraphs: tuple[str, ...]


WORD = Clipboard(
    """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;} --></style></head>
<body lang=BG style='tab-interval:35.4pt'><!--StartFragment-->
<p class=MsoNormal style='text-align:justify'><b style='mso-bidi-font-weight:normal'><span
style='font-size:14.0pt;font-family:"Times New Roman",serif;color:#C00000'>Река\xadта</span></b><span lang=BG
style='mso-ansi-language:BG'> се върна в
коритото си, каза <a href="https://example.com/kmet">кметът</a>.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal><i>„Нощта</i><span
style='mso-spacerun:yes'>&nbsp;&nbsp; </span>мина&nbsp;спокойно“<u></u>.</p>
<p class=MsoListParagraph style='mso-list:l0 level1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span><![endif]>Мостът е отворен</p>
<!--EndFragment--></body></html>""",
    "Реката се върна в коритото си, каза кметът.\r\n\r\n„Нощта мина спокойно“.\r\n·\tМостът е отворен\r\n",
    ("Реката се върна в коритото си, каза кметът.", "„Нощта мина спокойно“.", "Мостът е отворен"),
)

#: As Chromium hands Word's lists on: what hid the numbers is gone from the clipboard, the numbers are not.
WORD_LISTS = Clipboard(
    """<html><body><!--StartFragment-->
<p class="MsoNormal"><span lang="BG" style="mso-ansi-language:BG">Комисията реши:<o:p></o:p></span></p>
<p class="MsoListParagraphCxSpFirst" style="text-indent:-18.0pt;mso-list:l0 level1
lfo1"><!--[if !supportLists]--><span lang="BG">1.<span style="font-size:7pt;
line-height:normal;font-family:&quot;Times New Roman&quot;;">&nbsp;&nbsp;&nbsp;&nbsp;
</span></span><!--[endif]--><span lang="BG">Мостът остава отворен<o:p></o:p></span></p>
<p class="MsoListParagraphCxSpLast" style="text-indent:-18.0pt;mso-list:l0 level1
lfo1"><!--[if !supportLists]--><span lang="BG">2.<span style="font-size:7pt;
line-height:normal;font-family:&quot;Times New Roman&quot;;">&nbsp;&nbsp;&nbsp;&nbsp;
</span></span><!--[endif]--><span lang="BG">Пътят се затваря<o:p></o:p></span></p>
<!--EndFragment--></body></html>""",
    "Комисията реши:\r\n1.\tМостът остава отворен\r\n2.\tПътят се затваря\r\n",
    ("Комисията реши:", "Мостът остава отворен", "Пътят се затваря"),
)

#: As Chromium hands a table and a footnote on: with everything that stands between their cells and lines.
WORD_TABLE = Clipboard(
    """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=BG><!--StartFragment-->
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span lang=BG><span
style='mso-list:Ignore'>1<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>
<span lang=BG>Мостовете<o:p></o:p></span></p>
<div style='mso-element:para-border-div;border-bottom:solid windowtext 1.0pt'>

<p class=MsoNormal><o:p>&nbsp;</o:p></p>

</div>

<table class=MsoTable15Grid1LightAccent1 border=1>
 <tr style='mso-yfti-irow:0'>
  <td width=156 valign=top>
  <p class=MsoNormal><b>Мост</b><o:p></o:p></p>
  </td>
  <td width=156 valign=top>
  <p class=MsoNormal>Дължина<o:p></o:p></p>
  </td>
 </tr>
 <tr style='mso-yfti-irow:1'>
  <td width=156 valign=top>
  <p class=MsoNormal><a href="https://example.com/kmet">Стар</a><o:p></o:p></p>
  </td>
  <td width=156 valign=top>
  <p class=MsoNormal>40 м<o:p></o:p></p>
  </td>
 </tr>
</table>

<table class=Letter><tr><td><p class=MsoNormal>Водата спада.</p><p class=MsoNormal>Мостът
остава затворен.</p></td><td><p>До утре.</p></td></tr></table>

<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all>

<hr align=left size=1 width="33%">

<![endif]>

<div style='mso-element:footnote' id=ftn1>

<p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1" title=""><span>[1]</span></a> По данни на
общината.</p>

</div>

</div>
<!--EndFragment--></body></html>""",
    "1\tМостовете\r\nМост\tДължина\r\nСтар\t40 м\r\n",
    (
        *("Мостовете", "Мост | Дължина", "Стар | 40 м"),
        *("Водата спада.", "Мостът остава затворен.", "До утре.", "[1] По данни на общината."),
    ),
)

#: Lines and words beside paragraphs, as mail programs nest them.
MIXED = Clipboard(
    """<div>Водата <b>спада</b> <i>бавно</i>.<br>Мостът е затворен.
<div>До утре.</div>
<br></div><br><div>Пътят също.</div>""",
    "Водата спада бавно.\nМостът е затворен.\nДо утре.\n\nПътят също.",
    ("Водата спада бавно.\nМостът е затворен.", "До утре.", "Пътят също."),
)

DOCS_LISTS = Clipboard(
    """<meta charset="utf-8"><b style="font-weight:normal;"
id="docs-internal-guid-7fff"><p dir="ltr"><span
style="font-size:11pt;white-space:pre-wrap;">Комисията реши:</span></p><ul
style="margin-top:0;margin-bottom:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr"
role="presentation"><span
style="font-size:11pt;white-space:pre-wrap;">Мостът остава отворен</span></p></li><li dir="ltr"
aria-level="1"><p
dir="ltr" role="presentation"><span style="white-space:pre-wrap;">Пътят се затваря</span></p></li></ul></b>""",
    "Комисията реши:\n\nМостът остава отворен\n\nПътят се затваря",
    ("Комисията реши:", "Мостът остава отворен", "Пътят се затваря"),
)

DOCS = Clipboard(
    """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-5d2a"><p dir="ltr"
style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;"><span
style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;font-weight:700;white-space:pre-wrap;">Реката</span><span
style="font-size:11pt;font-weight:400;white-space:pre-wrap;"> се върна в коритото си, каза </span><a
href="https://www.google.com/url?q=https://example.com/kmet&amp;sa=D" style="text-decoration:none;"><span
style="color:#1155cc;text-decoration:underline;white-space:pre-wrap;">кметът</span></a><span
style="white-space:pre-wrap;">.</span></p><br /><p dir="ltr"><span
style="font-style:italic;white-space:pre-wrap;">„Нощта</span><span
style="font-weight:400;font-style:normal;white-space:pre-wrap;"> мина спокойно“.</span></p></b><br
class="Apple-interchange-newline">""",
    "Реката се върна в коритото си, каза кметът.\n\n„Нощта мина спокойно“.",
    ("Реката се върна в коритото си, каза кметът.", "„Нощта мина спокойно“."),
)

VIBER = Clipboard(
    "",
    "Реката се върна в коритото си 🙂\nКметът каза:\n\n„Нощта мина спокойно“.\n",
    ("Реката се върна в коритото си 🙂", "Кметът каза:", "„Нощта мина спокойно“."),
)

#: Lines cut at 72 signs, as agencies send them; a paragraph begins with spaces or after an empty line.
AGENCY = Clipboard(
    "",
    "   Реката се върна в коритото си, след като през цялата нощ валеше силен\r\n"
    "дъжд в планината, а водата заля първите къщи на селото до моста, съоб-\r\n"
    "щиха от общината.\r\n"
    "   „Нощта мина спокойно и никой не е пострадал“, каза кметът на селото\r\n"
    "пред журналисти.\r\n"
    "\r\n"
    "   /ИК/\r\n",
    (
        "Реката се върна в коритото си, след като през цялата нощ валеше силен дъжд в планината,"
        " а водата заля първите къщи на селото до моста, съобщиха от общината.",
        "„Нощта мина спокойно и никой не е пострадал“, каза кметът на селото пред журналисти.",
        "/ИК/",
    ),
)
