import { BinnacleError, type BinnacleEvent, HIDDEN_TYPES } from '@binnacle/events';
import { InProject, Requires } from '@binnacle/http';
import { EventArchive, EventStatistics } from '@binnacle/persistence';
import type { Html } from '@binnacle/plugin-kit';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ActionRunner } from '../actions/action-runner.js';
import { DashboardOptions } from '../dashboard-options.js';
import { type QueryParameters, readSeq, single } from '../history/event-query.js';
import { PageSender } from '../http/page-sender.js';
import { liveStatus } from '../pages/index.js';
import { eventView } from './event-view.js';
import { type Histogram, histogramOf, without } from './histogram.js';
import { type HistoryPage, historyView } from './history-view.js';
import { QueryCompletion } from './query-completion.js';
import type { QueryMistake } from './query-form.js';
import { shownSelection } from './shown-selection.js';

const PAGE_EVENTS = 100;

@ApiExcludeController()
@Requires('read')
@Controller('history')
export class HistoryPageController {
  constructor(
    private readonly archive: EventArchive,
    private readonly statistics: EventStatistics,
    private readonly completion: QueryCompletion,
    private readonly actions: ActionRunner,
    private readonly options: DashboardOptions,
    private readonly pages: PageSender,
  ) {}

  @Get()
  async page(
    @Query() parameters: QueryParameters,
    @InProject() project: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = single(parameters, 'query') ?? '';
    const live = single(parameters, 'live') === '1';
    const [found, histogram, suggestions] = await Promise.all([
      this.find(project, query, live ? {} : parameters),
      live ? undefined : this.histogram(project, query),
      this.completion.complete(project, ''),
    ]);
    const page: HistoryPage = {
      query,
      live: live && !found.mistake,
      suggestions,
      baseUrl: this.options.publicUrl(),
      ...found,
      histogram: found.mistake ? undefined : histogram,
    };
    const status = found.mistake ? found.mistake.status : 200;
    await this.send(reply, status, 'History', historyView(page), page.live ? liveStatus : undefined);
  }

  @Get('event/:id')
  async event(@Param('id') id: string, @InProject() project: string, @Res() reply: FastifyReply): Promise<void> {
    const event = id.length <= 128 && !id.includes('\0') ? await this.archive.find(project, id) : undefined;
    if (!event) throw new BinnacleError('event_not_found', `no event has the id ${JSON.stringify(id.slice(0, 128))}`);
    await this.send(reply, 200, event.type, eventView(event, this.actions.buttons('event', event)));
  }

  /** Undefined for a query with a mistake, which {@link find} tells. */
  private async histogram(project: string, query: string): Promise<Histogram | undefined> {
    const selection = parsed(query);
    if (!selection) return undefined;
    const now = Date.now();
    const all = await histogramOf(this.statistics, { project, ...selection }, now);
    if (!all || !selection.shown) return all;
    // The sums tell both at once what the rows would have to be counted for.
    const hidden = await histogramOf(this.statistics, { project, ...selection, patterns: HIDDEN_TYPES }, now);
    return without(all, hidden);
  }

  /** A mistake in the query is part of the page: what was typed stays, and the place is marked. */
  private async find(project: string, query: string, parameters: QueryParameters): Promise<Found> {
    try {
      const selection = { project, ...shownSelection(query) };
      const after = readSeq('after', single(parameters, 'after'));
      const before = readSeq('before', single(parameters, 'before'));
      const order = after === undefined ? 'desc' : 'asc';
      const head = await this.archive.head();
      const rows = await this.archive.read({ ...selection, after, before, order, limit: PAGE_EVENTS + 1 });
      const more = rows.length > PAGE_EVENTS;
      const events = order === 'desc' ? rows.slice(0, PAGE_EVENTS) : rows.slice(0, PAGE_EVENTS).reverse();
      const [newest, oldest] = [events[0], events.at(-1)];
      return {
        events,
        older: (order === 'asc' || more) && oldest ? oldest.seq : undefined,
        newer: (order === 'asc' ? more : before !== undefined) && newest ? newest.seq : undefined,
        // Everything of the query up to there is on the page: `seq` is the order of commits.
        liveAfter: newest && newest.seq > head ? newest.seq : head,
      };
    } catch (error) {
      if (!(error instanceof BinnacleError) || !['invalid_query', 'query_too_slow'].includes(error.code)) throw error;
      const position = typeof error.context.position === 'number' ? error.context.position : 1;
      const mistake = { message: error.detail, position, status: 400 };
      return { events: [], older: undefined, newer: undefined, liveAfter: undefined, mistake };
    }
  }

  private send(reply: FastifyReply, status: number, title: string, body: Html, bar?: Html): Promise<void> {
    const skipTo = { id: 'found', label: 'Skip to the events' };
    return this.pages.send(reply, { title, body, status: bar, place: '/history', skipTo }, status);
  }
}

function parsed(query: string) {
  try {
    return shownSelection(query);
  } catch (error) {
    if (error instanceof BinnacleError) return undefined;
    throw error;
  }
}

type Found = Pick<HistoryPage, 'older' | 'newer' | 'liveAfter'> & {
  readonly events: readonly BinnacleEvent[];
  readonly mistake?: QueryMistake & { readonly status: number };
};
