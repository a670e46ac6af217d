import { CONNECT_CLIENTS } from '@binnacle/connect';
import { attributes, type Html, html, on, postForm, routes } from '@binnacle/plugin-kit';
import type { Welcome } from './page-types.js';
import { snippetFigure } from './snippet-figure.js';

/** The shortest ways; the Connect page has all. */
const SHOWN = ['claude-code', 'curl', 'typescript'];

/** What an empty archive shows above the panels; one hidden element as soon as there is an event. */
export function welcomeRegion({ empty, baseUrl, demo }: Welcome): Html {
  if (!empty) return html`<div id="welcome" hidden></div>`;
  return html`<section id="welcome" class="welcome" aria-labelledby="welcome-title">
<div class="welcome-lead"><h2 id="welcome-title">No agent has reported yet</h2>
<p>Connect an agent and watch its first event arrive, or let three small demo agents show you around: they work, one of them fails once, and one has a question for you.</p>
<div class="welcome-ways"><a class="button primary" href="/connect">Connect an agent</a><form id="demo-form" data-needs="admin" method="post" action="${routes.demo()}"${on('submit', postForm())}><button${attributes({ type: 'submit', disabled: demo === 'running' })}>${demo === 'running' ? 'The demo is running …' : 'Run the demo'}</button></form></div></div>
<div class="snippets">${ways(baseUrl)}</div></section>`;
}

const ways = (url: string): Html[] =>
  SHOWN.flatMap((id) => {
    const client = CONNECT_CLIENTS.find((one) => one.id === id);
    const [first] = client?.snippets({ url }) ?? [];
    return client && first ? [snippetFigure({ id: `snippet-${id}`, title: client.name, text: first.text })] : [];
  });
