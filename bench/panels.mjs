/** What panels cost, and what a bad one, a slow viewer or many different choices cost the others. */
import { measureBroadcast } from './panels/broadcast.mjs';
import { measureHostile } from './panels/hostile.mjs';
import { measurePerEvent } from './panels/per-event.mjs';
import { measureReload } from './panels/reload.mjs';
import { measureStalled } from './panels/stalled.mjs';
import { measureViewKeys } from './panels/view-keys.mjs';

const PARTS = [measurePerEvent, measureBroadcast, measureStalled, measureViewKeys, measureHostile, measureReload];

export async function benchPanels() {
  const tables = [];
  for (const measure of PARTS) {
    const table = await measure();
    console.error(`  ${table.title}\n${table.rows.map((row) => `    ${row.join(' | ')}`).join('\n')}`);
    tables.push(table);
  }
  return tables;
}
