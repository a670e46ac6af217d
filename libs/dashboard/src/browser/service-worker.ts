/**
 * Runs when a push comes, page or no page: shows it, and opens the question when it is pressed. It keeps nothing and answers no request
 * of a page. What is declared here is the part of the worker's world that it uses: its library and the pages' exclude each other.
 */
interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface PushedEvent extends WaitingEvent {
  readonly data: { json(): unknown } | null;
}
interface PressedEvent extends WaitingEvent {
  readonly notification: Notification;
}
interface WindowClient {
  readonly url: string;
  focus(): Promise<WindowClient>;
  navigate(url: string): Promise<WindowClient | null>;
}
interface Worker {
  readonly registration: ServiceWorkerRegistration;
  readonly location: Location;
  readonly clients: {
    matchAll(options: { type: 'window' }): Promise<readonly WindowClient[]>;
    openWindow(url: string): Promise<WindowClient | null>;
  };
  addEventListener(type: 'push', listener: (event: PushedEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: PressedEvent) => void): void;
}

const worker = globalThis as unknown as Worker;

worker.addEventListener('push', (event) => event.waitUntil(show(textsOf(event.data))));

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(String(event.notification.data ?? '/inbox')));
});

const show = ({ title, body, url, tag }: Record<string, string>): Promise<void> =>
  worker.registration.showNotification(title || 'Binnacle', { body: body ?? '', tag: tag || 'binnacle', data: url });

/** A browser takes its leave back when a push shows nothing: so something is shown whatever came. */
function textsOf(data: PushedEvent['data']): Record<string, string> {
  try {
    const fields = data?.json() as Record<string, unknown>;
    return Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [name, String(value)]));
  } catch {
    return {};
  }
}

/** Only pages of this server, whatever was pushed. */
async function open(address: string): Promise<void> {
  const here = worker.location.origin;
  const url = URL.canParse(address, here) ? new URL(address, here) : new URL('/inbox', here);
  const target = url.origin === here ? url.href : new URL('/inbox', here).href;
  const pages = await worker.clients.matchAll({ type: 'window' });
  const page = pages.find((one) => one.url === target);
  if (page) await page.focus();
  else await worker.clients.openWindow(target);
}
