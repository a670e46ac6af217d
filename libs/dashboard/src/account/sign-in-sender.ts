import { type Html, html } from '@binnacle/plugin-kit';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AssetStore } from '../http/asset-store.js';
import { PageSender } from '../http/page-sender.js';
import { brandMark } from '../pages/brand-mark.js';
import { documentOf } from '../pages/document.js';
import { headOf } from '../pages/page-shell.js';
import { visitorOf } from '../pages/visitor.js';

export interface SignInPage {
  readonly title: string;
  readonly lead?: string;
  readonly mistake?: string;
  readonly body: Html;
}

/** Pages for people who are not signed in: one card, and nothing that leads further. */
@Injectable()
export class SignInSender {
  constructor(
    private readonly assets: AssetStore,
    private readonly pages: PageSender,
  ) {}

  send(reply: FastifyReply, { title, lead, mistake, body }: SignInPage, status = 200): void {
    const page = documentOf({
      title: `${title} · Binnacle`,
      className: 'sign-in',
      head: headOf(this.assets.ofPages, visitorOf(reply.request)),
      body: html`<main class="sign-in-card"><p class="brand">${brandMark}<span>Binnacle</span></p><h1>${title}</h1>${lead && html`<p class="quiet">${lead}</p>`}${mistake && html`<p class="mistake" role="alert">${mistake}</p>`}${body}</main>`,
    });
    this.pages.sendHtml(reply, page, status);
  }
}
