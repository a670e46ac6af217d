/** The switches under “This browser” on the Notifications page. Leave is asked for when one is pressed, and not before. */
import { canNotify, isNoticeOn, listenWhenAlone, switchNotice } from './open-questions-notice.js';
import { canPush, isPushed, startPush, stopPush } from './push-subscribing.js';

export function enableNotifications(): void {
  listenWhenAlone();
  const place = document.querySelector('[data-notify]');
  const says = place?.querySelector('[data-notify-says]');
  const open = place?.querySelector<HTMLButtonElement>('[data-notify-open]');
  const push = place?.querySelector<HTMLButtonElement>('[data-notify-push]');
  if (!place || !says || !open || !push) return;
  if (!canNotify() || !isSecureContext) {
    says.textContent = 'Needs HTTPS, or a page on localhost.';
    return;
  }
  const show = async () => {
    const [isOpenOn, isPushOn] = [isNoticeOn(), canPush() && (await isPushed())];
    open.hidden = false;
    push.hidden = !canPush();
    open.textContent = isOpenOn ? 'Do not notify while a page is open' : 'Notify while a page is open';
    push.textContent = isPushOn ? 'Stop Web Push to this browser' : 'Notify also when no page is open';
    const on = [isOpenOn && 'new questions are told while a page is open', isPushOn && 'Web Push is on'].filter(
      Boolean,
    );
    says.textContent = on.length > 0 ? `On: ${on.join('; ')}.` : 'This browser is told of nothing.';
  };
  const press = (button: HTMLButtonElement, work: () => Promise<void>) =>
    button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        if ((await Notification.requestPermission()) !== 'granted') throw new Error('the browser does not allow it');
        await work();
        await show();
      } catch (error) {
        says.textContent = `That did not work: ${error instanceof Error ? error.message : error}`;
      }
      button.disabled = false;
    });
  press(open, async () => switchNotice(!isNoticeOn()));
  press(push, async () => ((await isPushed()) ? stopPush() : startPush()));
  void show();
}
