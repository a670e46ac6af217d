import { type QuestionContext } from '@binnacle/events';
import MarkdownIt from 'markdown-it';
import { type Html, html, trusted } from '../html.js';
import { preview } from '../view/preview.js';

/** No HTML of the agent's, no images: what an agent shows must not load anything from anywhere. */
const markdown = new MarkdownIt('default', { html: false, linkify: false }).disable(['image']);
markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', 'noreferrer noopener');
  tokens[index]?.attrSet('target', '_blank');
  return self.renderToken(tokens, index, options);
};

const rendered = new WeakMap<QuestionContext, Html>();

/** Something to look at before one answers; rendered once. */
export function contextOf(context: QuestionContext): Html {
  const known = rendered.get(context);
  if (known) return known;
  const title = preview(context.title, 120);
  const made = html`<section class="context">${title && html`<h4>${title}</h4>`}${bodyOf(context)}</section>`;
  rendered.set(context, made);
  return made;
}

function bodyOf({ kind, text, url, title }: QuestionContext): Html {
  switch (kind) {
    case 'markdown':
      return html`<div class="prose">${trusted(markdown.render(text ?? ''))}</div>`;
    case 'diff':
      return html`<pre class="diff">${(text ?? '').split('\n').map(diffLine)}</pre>`;
    default:
      return html`<a href="${url ?? ''}" target="_blank" rel="noreferrer noopener">${title ? preview(url, 160) : `${kind}: ${preview(url, 160)}`}</a>`;
  }
}

function diffLine(line: string): Html {
  const kind = /^(\+\+\+|---|@@)/.test(line)
    ? 'is-head'
    : line.startsWith('+')
      ? 'is-added'
      : line.startsWith('-')
        ? 'is-removed'
        : '';
  return html`<span class="diff-line ${kind}">${line}
</span>`;
}
