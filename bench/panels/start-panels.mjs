import { startBinnacle } from '../support/bench-server.mjs';

const MAIN = new URL('panels-server.mjs', import.meta.url);

/** @param choice `PANELS`, `PANEL_KIND` and `HOSTILE`, see panels-server.mjs */
export const startPanels = (databaseUrl, choice) => startBinnacle(databaseUrl, choice, MAIN);
