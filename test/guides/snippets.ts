/** The fenced snippets of the guides to agents, as a reader would copy them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt from 'markdown-it';

export const GUIDES = path.resolve(import.meta.dirname, '../../docs/guides/agents');

export interface Snippet {
  /** File and position: `curl.md 2 sh`. */
  readonly name: string;
  readonly language: string;
  readonly text: string;
}

/** Of every guide to agents, in their order. */
export function guideSnippets(): Snippet[] {
  const files = readdirSync(GUIDES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
  return files.sort().flatMap((file) => snippetsOf(file));
}

/** @param file seen from the folder of the guides to agents */
export const snippetsOf = (file: string): Snippet[] =>
  new MarkdownIt()
    .parse(readFileSync(path.join(GUIDES, file), 'utf8'), {})
    .filter(({ type }) => type === 'fence' || type === 'code_block')
    .map(({ info, content }, index) => {
      const language = info.trim();
      return { name: `${path.basename(file)} ${index + 1} ${language}`, language, text: content };
    });
