import { attributes, type Html, html, trusted } from '@binnacle/plugin-kit';
import type { Visitor } from './visitor.js';

export interface DocumentParts {
  readonly title: string;
  readonly head?: Html;
  readonly body: Html;
  /** Of the body. */
  readonly className?: string;
  /** Whoever it is for: what they may not do is out of sight, in what streams paint later too. */
  readonly visitor?: Visitor;
}

/** The HTML around every page. No inline script and no inline style: the policy forbids both. */
export const documentOf = ({
  title,
  head,
  body,
  className,
  visitor,
}: DocumentParts): Html => html`${trusted('<!doctype html>')}
<html lang="en" data-theme="auto"><head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">${head}</head><body${attributes({ class: className, 'data-may-not': visitor && mayNot(visitor) })}>${body}</body></html>`;

/** The style sheet hides `data-needs` by it. Frames are the same for everyone who looks, so they can't leave it out. */
const mayNot = (visitor: Visitor): string | undefined =>
  (['answer', 'admin', 'owner'] as const).filter((permission) => !visitor.may(permission)).join(' ') || undefined;
