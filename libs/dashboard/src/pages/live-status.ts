import { html } from '@binnacle/plugin-kit';

/** Says whether what is on the screen is live; kept by the page's own script. */
export const liveStatus = html`<p id="connection" class="connection" data-connection="connecting" role="status" aria-live="polite"><span data-connection-text>connecting</span></p><noscript><p class="connection">a snapshot: scripts are off</p></noscript>`;
