/** `datastar-patch-elements`: puts HTML into the page, in the mode and at the place the frame names. */
import { morph, morphInner } from './morph.js';
import { parseElements, parsePage } from './parse-elements.js';
import { withViewTransition } from './view-transition.js';

type Mode = 'outer' | 'inner' | 'replace' | 'prepend' | 'append' | 'before' | 'after' | 'remove';
type Place = (target: Element, content: DocumentFragment) => void;

const PLACES: Record<Mode, Place> = {
  outer: (target, content) => {
    const [first, ...others] = content.children;
    // Before the morph: an element of another kind takes the target's place, and there is no "after" it then.
    target.after(...others.map((element) => document.importNode(element, true)));
    if (first) morph(target, first);
  },
  inner: morphInner,
  replace: (target, content) => target.replaceWith(adopted(content)),
  prepend: (target, content) => target.prepend(adopted(content)),
  append: (target, content) => target.append(adopted(content)),
  before: (target, content) => target.before(adopted(content)),
  after: (target, content) => target.after(adopted(content)),
  remove: (target) => target.remove(),
};

export function patchElements(args: Record<string, string>): void {
  const { mode = 'outer', selector, namespace, elements = '' } = args;
  if (!Object.hasOwn(PLACES, mode)) throw new Error(`there is no patch mode "${mode}"`);
  const page = mode === 'outer' && !selector ? parsePage(elements) : undefined;
  withViewTransition(args.useViewTransition === 'true', () => {
    if (page) return patchPage(page);
    const content = parseElements(elements, namespace);
    if (selector) placeAt(selector, PLACES[mode as Mode], content);
    else placeById(mode as Mode, content);
  });
}

/** Every match gets its own copy. */
function placeAt(selector: string, place: Place, content: DocumentFragment): void {
  const targets = document.querySelectorAll(selector);
  if (targets.length === 0) console.warn(`[datastar] nothing matches "${selector}", so its patch was left out`);
  for (const target of targets) place(target, content.cloneNode(true) as DocumentFragment);
}

/** Each top-level element finds its own target by id; that one is missing does not stop the others. */
function placeById(mode: Mode, content: DocumentFragment): void {
  if (mode !== 'outer' && mode !== 'replace' && mode !== 'remove') throw new Error(`mode "${mode}" needs a selector`);
  for (const element of [...content.children]) {
    const target = element.id ? document.getElementById(element.id) : null;
    if (!target) {
      console.warn(`[datastar] no element has the id "${element.id}", so its patch was left out`);
      continue;
    }
    const alone = content.ownerDocument.createDocumentFragment();
    alone.append(element);
    PLACES[mode](target, alone);
  }
}

/** A whole page, as a redirect after a form brings: title and body, while the scripts that run go on running. */
function patchPage(page: Document): void {
  if (page.title) document.title = page.title;
  morph(document.body, page.body);
}

function adopted(content: DocumentFragment): DocumentFragment {
  return document.importNode(content, true);
}
