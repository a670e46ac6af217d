/** How many questions wait, in the title of the inbox: a tab in the background shows it too. */
export function countInTitle(): void {
  const title = document.title;
  const show = () => {
    const count = Number(document.getElementById('inbox-count')?.dataset.count ?? 0);
    const next = count > 0 ? `(${count}) ${title}` : title;
    if (document.title !== next) document.title = next;
  };
  const list = document.getElementById('inbox-open')?.parentElement;
  if (!list) return;
  show();
  new MutationObserver(show).observe(list, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-count'],
  });
}
