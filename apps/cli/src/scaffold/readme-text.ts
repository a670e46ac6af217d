import { titleOf } from './plugin-name.js';

/** `README.md`: what the author does next. */
export const readmeText = (name: string): string => `# ${titleOf(name)}

A plugin for Binnacle: \`index.ts\` holds its panel, \`${name}.spec.ts\` tests it.

\`\`\`sh
npm install           # TypeScript, and the types of the kit
npm test              # bundles *.spec.ts as the server bundles index.ts, and runs them
npm run check         # types
npx binnacle plugin bench
\`\`\`

\`npm test\` and \`bench\` also work without \`npm install\`, wherever the \`binnacle\` command does. To see the panel, and every change to it
at once, start the server from the folder that holds \`plugins\` (\`npm run dev\` in a checkout):

\`\`\`sh
BINNACLE_DEV=1 npx binnacle serve
\`\`\`

In production the same folder is loaded once, at start.

\`package.json\` takes \`binnacle\` from the copy that made this folder; name another there when this folder moves.
`;
