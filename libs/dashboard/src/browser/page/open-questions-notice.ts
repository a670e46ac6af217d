/**
 * Tells of every new question while a page is open, in a browser that was asked to: one page of all that are open listens, and the next
 * takes over when it is closed. Leave is asked for by a button (see notify-settings.ts), never here.
 */
const SWITCH = 'binnacle-notify';
const LOCK = 'binnacle-notify';

export const isNoticeOn = (): boolean => canNotify() && Notification.permission === 'granted' && read() === 'on';

export const canNotify = (): boolean => 'Notification' in globalThis && 'locks' in navigator;

export function switchNotice(isOn: boolean): void {
  localStorage.setItem(SWITCH, isOn ? 'on' : 'off');
  if (isOn) listenWhenAlone();
}

export function listenWhenAlone(): void {
  if (!isNoticeOn()) return;
  // The lock ends with the page; until then this promise holds it.
  void navigator.locks.request(LOCK, { ifAvailable: false }, () => listen());
}

function listen(): Promise<void> {
  if (!isNoticeOn()) return Promise.resolve();
  return new Promise((resolve) => {
    const source = new EventSource('/api/v1/events/stream?type=agent:blocked');
    const stop = () => {
      source.close();
      resolve();
    };
    source.addEventListener('message', ({ data }) => {
      if (isNoticeOn()) void tell(JSON.parse(data) as AskedEvent);
      else stop();
    });
    addEventListener('storage', () => {
      if (!isNoticeOn()) stop();
    });
    addEventListener('pagehide', stop);
  });
}

interface AskedEvent {
  readonly id: string;
  readonly agent_id: string | null;
  readonly payload: { readonly question?: unknown };
}

async function tell({ id, agent_id: agent, payload }: AskedEvent): Promise<void> {
  // Who looks at the inbox sees it come.
  if (document.hasFocus() && location.pathname === '/inbox') return;
  // One that a standing approval has answered, or that takes no answer here, is nobody's business.
  const response = await fetch(`/api/v1/questions/${encodeURIComponent(id)}`);
  if (!response.ok || ((await response.json()) as { state?: string }).state !== 'open') return;
  const body = typeof payload.question === 'string' ? payload.question.slice(0, 300) : '';
  const notice = new Notification(`${agent ?? 'An agent without a name'} asks`, { body, tag: id });
  notice.addEventListener('click', () => {
    focus();
    location.assign(`/inbox?${new URLSearchParams({ question: id })}`);
  });
}

function read(): string | null {
  try {
    return localStorage.getItem(SWITCH);
  } catch {
    return null;
  }
}
