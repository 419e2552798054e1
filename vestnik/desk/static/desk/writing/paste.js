/* What is pasted comes clean: no lines cut by an agency, no empty paragraphs, no hidden signs, no links
   through somebody's counter. Draftail itself keeps of formatting what a field allows, and no more. */

import { form } from './form.js';

const CLEANED = new WeakSet();
const HIDDEN = /[\u00ad\u200b\u2060\ufeff]/g;
const BLOCKS = 'p, div, li, h1, h2, h3, h4, h5, h6, blockquote, td, th';
const AROUND = `${BLOCKS}, table, thead, tbody, tfoot, tr, ul, ol`;

const plain = (text) => text.replace(HIDDEN, '').replace(/[\u00a0\u2007\u202f]/g, ' ');

/** Text as paragraphs, one a line: cut lines are joined, and what stands between paragraphs goes. */
export function cleanText(text) {
  const lines = plain(text).replace(/\r\n?/g, '\n').split('\n').map((line) => line.trimEnd());
  const joined = isCut(lines) ? join(lines) : lines;
  return joined.map((line) => line.replace(/[ \t]+/g, ' ').trim()).filter(Boolean).join('\n');
}

/** Whether lines end where they are full, and not where a paragraph does. */
function isCut(lines) {
  const filled = lines.filter((line) => line.trim());
  const width = Math.max(0, ...filled.map((line) => line.length));
  if (filled.length < 3 || width < 45 || width > 100) return false;
  return filled.filter((line) => line.length > width * 0.75).length >= filled.length / 2;
}

function join(lines) {
  const width = Math.max(...lines.map((line) => line.length));
  // Where paragraphs are indented, or stand apart, nothing else begins one.
  const isMarked = lines.some((line, place) => place > 0 && (/^\s{2,}\S|^\t/.test(line) || (!line && lines[place + 1])));
  const paragraphs = [];
  let goesOn = false;
  for (const line of lines) {
    const begins = !goesOn || !line || /^(\s{2,}|\t|\s*[-–—•*] )/.test(line);
    if (begins) paragraphs.push(line);
    else paragraphs.push(together(paragraphs.pop(), line.trim()));
    goesOn = Boolean(line) && (isMarked || line.length > width * 0.7);
  }
  return paragraphs;
}

function together(before, after) {
  const isDivided = /\p{L}-$/u.test(before) && /^\p{Ll}/u.test(after);
  return isDivided ? before.slice(0, -1) + after : `${before} ${after}`;
}

/** HTML of another program without what no reader is to get. */
export function cleanHtml(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  // Chromium 150 makes none of what holds nothing but a doctype.
  if (!page.body) return '';
  page.querySelectorAll('style, script, meta, link, title, xml, template, noscript, object, iframe').forEach((one) => one.remove());
  // Google wraps all in a b that is not bold.
  page.querySelectorAll('b[id^="docs-internal-guid"]').forEach((one) => one.replaceWith(...one.childNodes));
  // The numbers and dots that Word writes out itself.
  page.querySelectorAll('[style]').forEach((one) => {
    if (/mso-list:\s*ignore/i.test(one.getAttribute('style'))) one.remove();
  });
  page.querySelectorAll('a[href]').forEach((one) => one.setAttribute('href', straight(one.getAttribute('href'))));
  const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  const nodes = [];
  while (texts.nextNode()) nodes.push(texts.currentNode);
  for (const node of nodes) {
    if (node.nodeType === Node.COMMENT_NODE) node.remove();
    else node.data = plain(node.data).replace(/\s+/g, ' ');
  }
  page.querySelectorAll('tr').forEach((row) => asLine(row, page));
  // From the inside out: what holds only what is empty is empty.
  [...page.querySelectorAll(BLOCKS)].reverse().forEach((one) => {
    if (!one.textContent.trim() && !one.querySelector('img, hr')) one.remove();
  });
  page.querySelectorAll('p > br:last-child').forEach((one) => one.remove());
  part(page.body);
  // Draft.js runs a div in a div together with what comes after both.
  page.querySelectorAll('div').forEach((one) => {
    if (one.querySelector(AROUND)) return;
    const paragraph = page.createElement('p');
    paragraph.append(...one.childNodes);
    one.replaceWith(paragraph);
  });
  return page.body.innerHTML;
}

/** Words beside paragraphs are one too; white space, breaks and lines between them are none. */
function part(parent) {
  const isBlock = (one) => one.nodeType === Node.ELEMENT_NODE && one.matches(AROUND);
  const isNothing = (one) => (one.nodeType === Node.TEXT_NODE ? !one.data.trim() : one.matches?.('br, hr'));
  const end = (words) => {
    while (words && isNothing(words.lastChild)) words.lastChild.remove();
    if (words?.lastChild.nodeType === Node.TEXT_NODE) words.lastChild.data = words.lastChild.data.trimEnd();
  };
  const nodes = [...parent.childNodes];
  let run = null;
  for (const one of nodes.some(isBlock) ? nodes : []) {
    if (isBlock(one) || (!run && isNothing(one))) {
      end(run);
      run = null;
      if (!isBlock(one)) one.remove();
    } else {
      if (!run) one.before(run = parent.ownerDocument.createElement('p'));
      run.append(one);
    }
  }
  end(run);
  [...parent.children].forEach(part);
}

/** A row of a table as one line. What only a letter's layout put into cells stays apart. */
function asLine(row, page) {
  const cells = [...row.children].filter((one) => one.textContent.trim());
  const isFigures = cells.length > 1 && cells.every((one) => !one.querySelector('table, br, ul, ol')
    && one.querySelectorAll(BLOCKS).length < 2 && one.textContent.trim().length <= 60);
  if (!isFigures) return;
  const line = page.createElement('p');
  cells.forEach((cell, place) => {
    if (place) line.append(' | ');
    const inner = cell.querySelector(BLOCKS) ?? cell;
    line.append(...inner.childNodes);
  });
  row.replaceChildren(line);
}

/** Where a link leads when the counter on the way is left out. */
function straight(href) {
  try {
    const url = new URL(href);
    const counted = { 'www.google.com/url': 'q', 'l.facebook.com/l.php': 'u' }[url.host + url.pathname]
      ?? (url.host.endsWith('.safelinks.protection.outlook.com') ? 'url' : null);
    const to = counted && url.searchParams.get(counted);
    return to && /^https?:/.test(to) ? to : href;
  } catch {
    return href;
  }
}

/** A letter whose lines are cut comes as HTML too, with a br at each. */
function isCutLetter(html, text) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  return page.querySelectorAll('br').length > 2 && isCut(text.replace(/\r\n?/g, '\n').split('\n').map((line) => line.trimEnd()));
}

function onPaste(event) {
  const data = event.clipboardData;
  if (!data || CLEANED.has(event) || !form()?.contains(event.target)) return;
  const text = data.getData('text/plain');
  const html = data.getData('text/html');
  // Between fields of ours: Draftail carries it over as it is.
  if (html.includes('data-draftjs-conductor-fragment')) return;
  if (event.target.closest('[contenteditable="true"]')) pasteRich(event, html, text);
  else if (event.target.matches('input[type="text"], textarea') && text) pastePlain(event, text);
}

function pasteRich(event, html, text) {
  if (!html && !text) return;
  const carried = new DataTransfer();
  if (html && !isCutLetter(html, text)) carried.setData('text/html', cleanHtml(html));
  carried.setData('text/plain', cleanText(text));
  const clean = new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true });
  CLEANED.add(clean);
  event.preventDefault();
  event.stopImmediatePropagation();
  event.target.dispatchEvent(clean);
}

/** A headline is one line; a deck or a caption is one paragraph. */
function pastePlain(event, text) {
  const clean = cleanText(text).replace(/\n/g, ' ');
  if (clean === text) return;
  event.preventDefault();
  // The browser's own undo knows of it.
  if (!document.execCommand('insertText', false, clean)) {
    event.target.setRangeText(clean, event.target.selectionStart, event.target.selectionEnd, 'end');
    event.target.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

export function start() {
  document.addEventListener('paste', onPaste, true);
}
