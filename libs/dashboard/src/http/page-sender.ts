import type { Html } from '@binnacle/plugin-kit';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DashboardOptions } from '../dashboard-options.js';
import { type PageShell, pageShell, visitorOf } from '../pages/index.js';
import { ProjectChoices } from '../settings/project-choices.js';
import { AssetStore } from './asset-store.js';

export type SentPage = Omit<PageShell, 'assets' | 'version' | 'title' | 'visitor' | 'projects'> & {
  /** Without the product's name. */
  readonly title: string;
};

/** Puts pages into their shell and sends them. */
@Injectable()
export class PageSender {
  constructor(
    private readonly assets: AssetStore,
    private readonly options: DashboardOptions,
    private readonly choices: ProjectChoices,
  ) {}

  async send(reply: FastifyReply, page: SentPage, status = 200): Promise<void> {
    const { version } = this.options;
    this.sendHtml(
      reply,
      pageShell({
        ...page,
        title: `${page.title} · Binnacle`,
        assets: this.assets.ofPages,
        version,
        visitor: visitorOf(reply.request),
        projects: await this.choices.of(reply.request),
      }),
      status,
    );
  }

  sendHtml(reply: FastifyReply, html: Html, status = 200): void {
    void reply
      .status(status)
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(html.toString());
  }
}
