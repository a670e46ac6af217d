import type { Html, PanelSize } from '@binnacle/plugin-kit';
import type { Visitor } from './visitor.js';

/** One view filter as the page shows it: a field, its choices, and the value from the URL. */
export interface PageFilter {
  readonly id: string;
  readonly param: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
}

export interface Welcome {
  /** Nothing was ever archived. */
  readonly empty: boolean;
  /** Where agents reach this server. */
  readonly baseUrl: string;
  readonly demo: 'idle' | 'running';
}

/** URLs. */
export interface PageAssets {
  readonly css: string;
  readonly datastar: string;
  readonly binnacle: string;
  readonly icon: string;
}

/** A project that the visitor may look at. */
export interface ProjectChoice {
  readonly id: string;
  readonly name: string;
}

export interface DashboardLink {
  readonly href: `/${string}`;
  readonly name: string;
  readonly current: boolean;
}

export interface DashboardPage extends Welcome {
  readonly title: string;
  readonly assets: PageAssets;
  readonly streamUrl: `/${string}`;
  /** In their order, each as `panelFrame` or `panelError` made it. */
  readonly panels: readonly { readonly id: string; readonly html: Html }[];
  readonly filters: readonly PageFilter[];
  readonly chrome: 'full' | 'projector' | 'mobile';
  /** Of this dashboard, without its filters. */
  readonly path: `/${string}`;
  /** To choose from. */
  readonly dashboards: readonly DashboardLink[];
  /** Undefined for built-in ones. */
  readonly editUrl: `/${string}` | undefined;
  readonly version: string;
  readonly visitor: Visitor;
  readonly projects: readonly ProjectChoice[];
}

export interface PanelFrame {
  readonly id: string;
  readonly title: string;
  readonly size: PanelSize;
}
