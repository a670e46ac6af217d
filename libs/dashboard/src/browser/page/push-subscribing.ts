/** Web Push of this browser: subscribed with the server's key, and told to the server. */
import { CSRF_HEADER, csrfToken } from './csrf.js';

const WORKER = '/service-worker.js';

export const canPush = (): boolean => 'serviceWorker' in navigator && 'PushManager' in globalThis;

export async function isPushed(): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return Boolean(await registration?.pushManager.getSubscription());
}

/** @throws when the browser's push service can't be reached, or the server refuses */
export async function startPush(): Promise<void> {
  const registration = await navigator.serviceWorker.register(WORKER, { scope: '/' });
  await navigator.serviceWorker.ready;
  const { public_key: key } = (await (await fetch('/api/v1/push-subscriptions/key')).json()) as { public_key: string };
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const response = await fetch('/api/v1/push-subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', [CSRF_HEADER]: csrfToken() ?? '' },
    body: JSON.stringify({ ...subscription.toJSON(), label: navigator.userAgent.slice(0, 120) }),
  });
  if (response.ok) return;
  await subscription.unsubscribe();
  throw new Error(`the server answered ${response.status}`);
}

/** The server forgets the subscription when the push service says that it is gone. */
export async function stopPush(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}
