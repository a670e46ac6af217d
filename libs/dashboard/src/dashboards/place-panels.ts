import { BinnacleError } from '@binnacle/events';
import type { IsolatedPanel, PluginRegistry } from '@binnacle/registry';
import { noticePanel } from '@binnacle/registry';
import { EVERYTHING, type PlacedPanel, type PlaceFilter } from '../hub/placed-panel.js';
import { selectView } from '../hub/view-selection.js';
import type { Slot } from './dashboard.js';

/** The slots of a dashboard as panels that are loaded now. One whose panel is not, or whose options no longer fit, says so in its place. */
export function placePanels(slots: readonly Slot[], registry: PluginRegistry): PlacedPanel[] {
  const times = new Map<string, number>();
  return slots.map((slot) => {
    const time = (times.get(slot.panel) ?? 0) + 1;
    times.set(slot.panel, time);
    const place = time === 1 ? '' : String(time);
    const panel = registry.panels.find(({ id }) => id === slot.panel);
    const why = panel ? mistakeIn(slot, panel, registry) : `There is no panel ${slot.panel}: its plugin is not loaded.`;
    return panel && !why ? placedPanel(slot, place, panel, registry) : stand(slot, place, why ?? '', registry);
  });
}

/**
 * Refuses options and filters that do not fit. Panels that are not loaded pass: their plugin may come back.
 *
 * @throws BinnacleError `invalid_dashboard` naming the place
 */
export function assertSlotsFit(slots: readonly Slot[], registry: PluginRegistry): void {
  slots.forEach((slot, index) => {
    const panel = registry.panels.find(({ id }) => id === slot.panel);
    const why = panel && mistakeIn(slot, panel, registry);
    if (why) throw new BinnacleError('invalid_dashboard', `\`panels[${index}]\`: ${why}`);
  });
}

function mistakeIn(slot: Slot, panel: IsolatedPanel, registry: PluginRegistry): string | undefined {
  try {
    panel.optionsFor(slot.options ?? {});
    filterOf(slot, registry);
    return undefined;
  } catch (error) {
    if (error instanceof BinnacleError) return error.detail;
    throw error;
  }
}

const placedPanel = (slot: Slot, place: string, panel: IsolatedPanel, registry: PluginRegistry): PlacedPanel => ({
  panel,
  place,
  title: slot.title ?? panel.definition.title,
  size: slot.size ?? panel.definition.size ?? 'third',
  options: slot.options ?? {},
  filter: filterOf(slot, registry),
});

/** @throws BinnacleError for a filter that is not there, or a value it can't read */
function filterOf({ filters = {} }: Slot, { viewFilters }: PluginRegistry): PlaceFilter {
  if (Object.keys(filters).length === 0) return EVERYTHING;
  const unknown = Object.keys(filters).find(
    (param) => !viewFilters.some(({ definition }) => definition.param === param),
  );
  if (unknown !== undefined) throw new BinnacleError('invalid_query', `there is no view filter \`${unknown}\``);
  return selectView(viewFilters, filters);
}

const stand = (slot: Slot, place: string, why: string, { health }: PluginRegistry): PlacedPanel => ({
  panel: noticePanel(
    { id: slot.panel, title: slot.title ?? slot.panel, headline: 'This panel can’t be shown.', why },
    health,
  ),
  place,
  title: slot.title ?? slot.panel,
  size: slot.size ?? 'third',
  options: {},
  filter: EVERYTHING,
});
