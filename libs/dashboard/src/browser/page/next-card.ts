/**
 * When the card that had the focus is answered, the next one gets it, so that one hand can go through all of them. Who is writing in
 * it keeps the place.
 */
const OPEN = '[data-question-card]';

export function keepPlaceAmongCards(): void {
  let here: { readonly id: string; readonly place: number } | undefined;
  document.addEventListener('focusin', ({ target }) => {
    const card = target instanceof Element ? target.closest(OPEN) : null;
    if (card) here = { id: card.id, place: openCards().indexOf(card) };
  });
  const list = document.getElementById('inbox-open');
  if (!list) return;
  new MutationObserver(() => {
    if (!here) return;
    const { activeElement } = document;
    const card = document.getElementById(here.id);
    if (card?.matches(OPEN)) {
      // The button that was pressed is gone, such as Release.
      if (activeElement === document.body) card.focus({ preventScroll: true });
      return;
    }
    const isWriting = activeElement instanceof HTMLTextAreaElement && activeElement.value !== '';
    const { place } = here;
    here = undefined;
    const isElsewhere = activeElement !== document.body && !card?.contains(activeElement);
    if (isWriting || isElsewhere) return;
    const cards = openCards();
    const next = cards[Math.min(place, cards.length - 1)];
    if (!(next instanceof HTMLElement)) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  }).observe(list.parentElement ?? list, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['data-question-card'],
  });
}

const openCards = (): Element[] => [...document.querySelectorAll(OPEN)];
