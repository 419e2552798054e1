/* The helpers of the editor; each part stands alone, and the form works without any. */

import { form, settings } from './form.js';
import { start as startCounters } from './counters.js';
import { start as startChecklist } from './checklist.js';
import { start as startNotes } from './notes.js';
import { start as startPaste } from './paste.js';
import { start as startPicking } from './picking.js';
import { start as startSpelling } from './spelling.js';
import { start as startTypography } from './typography.js';

if (form() && settings) {
  startCounters();
  startChecklist();
  startNotes();
  startPaste();
  startPicking();
  startTypography();
  startSpelling();
}
