import { type Acting, Audit } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { type BesideChange, DashboardStore, type StoredDashboard } from '@binnacle/persistence';
import { PluginRegistry } from '@binnacle/registry';
import { Injectable } from '@nestjs/common';
import { LiveHub } from '../hub/live-hub.js';
import type { Layout } from '../hub/placed-panel.js';
import { type BuiltIn, MOBILE, PROJECTOR, RESERVED } from './built-in.js';
import { type DashboardDraft, LIMITS, parseId, type Slot } from './dashboard.js';
import { assertSlotsFit, placePanels } from './place-panels.js';

export interface Dashboard extends DashboardDraft {
  readonly id: string;
  readonly home: boolean;
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Dashboards that people made, and their live views. */
@Injectable()
export class DashboardsService {
  constructor(
    private readonly store: DashboardStore,
    private readonly registry: PluginRegistry,
    private readonly hub: LiveHub,
    private readonly audit: Audit,
  ) {}

  async list(project: string): Promise<Dashboard[]> {
    const found = (await this.store.list(project)).map(dashboardOf);
    return found.sort((a, b) => BY_NAME(a.name, b.name) || BY_NAME(a.id, b.id));
  }

  /** @throws BinnacleError `dashboard_not_found` */
  async find(project: string, id: string): Promise<Dashboard> {
    const found = id.length <= 48 && !id.includes('\0') ? await this.store.find(project, id) : undefined;
    if (!found) throw notFound(id);
    return dashboardOf(found);
  }

  /** Undefined: `/` is the built-in dashboard. */
  async home(project: string): Promise<Dashboard | undefined> {
    const found = await this.store.home(project);
    return found && dashboardOf(found);
  }

  /** @param id undefined: made of the name. @throws BinnacleError `invalid_dashboard`, `dashboard_exists`, `too_many_dashboards` */
  async create(project: string, by: Acting, draft: DashboardDraft, id?: string): Promise<Dashboard> {
    assertSlotsFit(draft.panels, this.registry);
    if (id !== undefined) return this.createAs(project, by, parseId(id), draft);
    const base = slugOf(draft.name);
    for (let number = 1; ; number++) {
      const candidate = number === 1 ? base : `${base.slice(0, 44)}-${number}`;
      try {
        return await this.createAs(project, by, candidate, draft);
      } catch (error) {
        if (!(error instanceof BinnacleError) || error.code !== 'dashboard_exists' || number > LIMITS.dashboards)
          throw error;
      }
    }
  }

  /**
   * @param revision what the change was made on; undefined overwrites whatever there is
   * @throws BinnacleError `invalid_dashboard`, `dashboard_not_found`, `dashboard_conflict`
   */
  async replace(project: string, by: Acting, id: string, draft: DashboardDraft, revision?: number): Promise<Dashboard> {
    assertSlotsFit(draft.panels, this.registry);
    const { revision: current } = await this.find(project, id);
    const told = this.told(project, by, 'dashboard.changed', id, draft.name);
    if (!(await this.store.replace(project, id, revision ?? current, draft, told))) {
      throw new BinnacleError(
        'dashboard_conflict',
        `the dashboard is at revision ${current}, the change was made on ${revision ?? current}`,
        { revision: current },
      );
    }
    this.hub.relayout(this.layoutOf(project, id, draft.panels));
    return this.find(project, id);
  }

  /** @throws BinnacleError `dashboard_not_found` */
  async remove(project: string, by: Acting, id: string): Promise<void> {
    await this.find(project, id);
    await this.store.remove(project, id, this.told(project, by, 'dashboard.deleted', id));
    this.hub.forget(layoutId(project, id));
  }

  /** @throws BinnacleError `dashboard_not_found` */
  async setHome(project: string, by: Acting, id: string | undefined): Promise<void> {
    if (id !== undefined) await this.find(project, id);
    const told = this.told(project, by, 'dashboard.home', id ?? 'default');
    if (!(await this.store.setHome(project, id, told))) throw notFound(id ?? '');
  }

  /** What a page or stream shows. @param id of a dashboard, or of a built-in one. @throws BinnacleError `dashboard_not_found` */
  async layout(project: string, id: string): Promise<Layout> {
    const builtIn = [PROJECTOR, MOBILE].find((one) => one.id === id);
    return builtIn ? this.builtIn(builtIn) : this.layoutOf(project, id, (await this.find(project, id)).panels);
  }

  private told(project: string, by: Acting, what: string, id: string, name?: string): BesideChange {
    const record = { ...by, what, target: `dashboard:${id}`, project, ...(name && { detail: { name } }) };
    return (transaction) => this.audit.record(record, transaction);
  }

  private builtIn({ id, panels }: BuiltIn): Layout {
    return { id, panels: () => placePanels(panels, this.registry) };
  }

  private layoutOf(project: string, id: string, panels: readonly Slot[]): Layout {
    return { id: layoutId(project, id), panels: () => placePanels(panels, this.registry) };
  }

  private async createAs(project: string, by: Acting, id: string, draft: DashboardDraft): Promise<Dashboard> {
    const told = this.told(project, by, 'dashboard.created', id, draft.name);
    const made = RESERVED.has(id) ? 'taken' : await this.store.create(project, id, draft, LIMITS.dashboards, told);
    if (made === 'taken') throw new BinnacleError('dashboard_exists', `the id ${id} is taken`, { id });
    if (made === 'full') {
      throw new BinnacleError('too_many_dashboards', `there are ${LIMITS.dashboards} dashboards already`, {
        limit: LIMITS.dashboards,
      });
    }
    return this.find(project, id);
  }
}

/** As people sort, whatever the database's collation is. */
const BY_NAME = new Intl.Collator('en', { numeric: true }).compare;

const layoutId = (project: string, id: string): string => `${project}/d/${id}`;

const dashboardOf = ({ id, name, panels, revision, createdAt, updatedAt, isHome }: StoredDashboard): Dashboard => ({
  id,
  name,
  panels: panels as readonly Slot[],
  home: isHome,
  revision,
  createdAt,
  updatedAt,
});

function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return plain.slice(0, 48).replace(/-+$/, '') || 'dashboard';
}

const notFound = (id: string) =>
  new BinnacleError('dashboard_not_found', `there is no dashboard ${JSON.stringify(id.slice(0, 60))}`);
