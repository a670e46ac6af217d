/** Colours by meaning. Without colour the text comes back as it is. */
const CODES = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, grey: 90, bold: 1 } as const;
export type Colour = keyof typeof CODES;

export type Paint = (colour: Colour, text: string) => string;

export const painter =
  (enabled: boolean): Paint =>
  (colour, text) =>
    enabled && text !== '' ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;

const BY_ACTION: Readonly<Record<string, Colour>> = {
  failed: 'red',
  blocked: 'yellow',
  resumed: 'cyan',
  completed: 'green',
  response: 'green',
  cancelled: 'magenta',
  started: 'blue',
  called: 'blue',
  request: 'blue',
};

/** What an event of this action should look like. */
export const colourOf = (action: string): Colour => BY_ACTION[action] ?? 'grey';
