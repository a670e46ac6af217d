/**
 * What our pages do besides Datastar: theme, keys, relative times, copy buttons, the connection banner. It knows Datastar
 * only by its `datastar-fetch` events, so it works the same beside the official bundle. Listeners sit on the document,
 * which no morph replaces.
 */
import { enableCardKeys } from './page/card-keys.js';
import { clearSentForms } from './page/clear-sent-form.js';
import { watchConnection } from './page/connection-banner.js';
import { enableCopyButtons } from './page/copy-button.js';
import { countInTitle } from './page/count-in-title.js';
import { addCsrfToForms } from './page/csrf.js';
import { forgetDraft, keepDrafts } from './page/drafts.js';
import { enableFillFromFile } from './page/fill-from-file.js';
import { enableKeyboard } from './page/keyboard.js';
import { keepPlaceAmongCards } from './page/next-card.js';
import { enableNotifications } from './page/notify-settings.js';
import { noticeSignedOut } from './page/signed-out.js';
import { enableSubmitShortcut } from './page/submit-shortcut.js';
import { enableTheme } from './page/theme.js';
import { TimeAgo } from './page/time-ago.js';

// First: it is what a reader sees change.
enableTheme();
customElements.define('time-ago', TimeAgo);
watchConnection();
addCsrfToForms();
noticeSignedOut();
enableKeyboard();
enableCopyButtons();
enableSubmitShortcut();
enableFillFromFile();
clearSentForms(forgetDraft);
enableCardKeys();
keepDrafts();
keepPlaceAmongCards();
enableNotifications();
countInTitle();
