import {
  CATEGORIES,
  Categories,
  canonicalPatterns,
  defineFilter,
  matchesPatterns,
  parsePatterns,
} from '@binnacle/plugin-kit';

/** The view filter by category and pattern: `/?type=agent:*,tool:failed`. */
export const eventType = defineFilter({
  id: 'event-type',
  stage: 'view',
  param: 'type',
  label: 'Event types',
  placeholder: 'agent:*, tool:failed',
  inject: [Categories],
  choices: (categories) => [
    { value: '', label: 'Everything' },
    ...CATEGORIES.map((category) => ({ value: `${category}:*`, label: category })),
    ...categories.all().map(({ id, label }) => ({ value: `${id}:*`, label })),
    { value: 'agent:failed,graph:failed,tool:failed', label: 'failures' },
  ],
  create: () => (value) => {
    const patterns = parsePatterns(value);
    const canonical = patterns.all ? '' : canonicalPatterns(patterns).join(',');
    return { canonical, matches: (event) => matchesPatterns(patterns, event), patterns };
  },
});
