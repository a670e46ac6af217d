/**
 * `#connection`: tells whether what the page shows is live. It follows the `datastar-fetch` events of `#stream`, nothing
 * else on the page. Anything that arrives counts as live: the official client tells no more than that.
 */
import { ConnectionState } from './connection-state.js';
import { onTick } from './shared-tick.js';

type FetchDetail = { type: string; el: Element };

export function watchConnection(): void {
  const state = new ConnectionState(Date.now());
  const render = () => show(state, Date.now());
  document.addEventListener('datastar-fetch', (event) => {
    const { type, el } = (event as CustomEvent<FetchDetail>).detail;
    if (el.id !== 'stream') return;
    state.saw(type, Date.now());
    render();
  });
  onTick(render);
}

function show(state: ConnectionState, now: number): void {
  const banner = document.getElementById('connection');
  if (!banner) return;
  if (banner.dataset.connection !== state.name) banner.dataset.connection = state.name;
  const text = banner.querySelector('[data-connection-text]');
  const words = state.words;
  const since = state.secondsLost(now);
  if (!text || text.getAttribute('data-said') === `${words}${since ?? ''}`) return;
  text.setAttribute('data-said', `${words}${since ?? ''}`);
  // The region is live: the state is worth saying aloud, its age every second is not.
  if (text.firstChild?.nodeValue !== words) text.replaceChildren(words);
  let age = text.querySelector('span');
  if (since === undefined) age?.remove();
  else {
    if (!age) {
      age = document.createElement('span');
      age.ariaHidden = 'true';
      text.append(age);
    }
    age.textContent = ` ${since} s`;
  }
}
