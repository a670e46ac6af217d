import { attributes, type Html, html, on, postForm, routes } from '@binnacle/plugin-kit';
import type { Welcome } from './page-types.js';
import { type Snippet, snippets } from './snippets.js';

/** What an empty archive shows above the panels; one hidden element as soon as there is an event. */
export function welcomeRegion({ empty, baseUrl, demo }: Welcome): Html {
  if (!empty) return html`<div id="welcome" hidden></div>`;
  return html`<section id="welcome" class="welcome" aria-labelledby="welcome-title">
<div class="welcome-lead"><h2 id="welcome-title">No agent has reported yet</h2>
<p>Send a first event and watch it arrive here, or let three small demo agents show you around: they work, one of them fails once, and one has a question for you.</p>
<form id="demo-form" method="post" action="${routes.demo()}"${on('submit', postForm())}><button${attributes({ class: 'primary', type: 'submit', disabled: demo === 'running' })}>${demo === 'running' ? 'The demo is running …' : 'Run the demo'}</button></form></div>
<div class="snippets">${snippets(baseUrl).map(snippet)}</div></section>`;
}

const snippet = ({ id, title, text }: Snippet): Html =>
  html`<figure class="snippet"><figcaption>${title}<button class="plain" type="button" data-copy="#${id}">Copy</button></figcaption><pre id="${id}" tabindex="0">${text}</pre></figure>`;
