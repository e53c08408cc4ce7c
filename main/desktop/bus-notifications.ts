import dbus from 'dbus-next';
import { type Bus, call, openBus } from './session-bus.ts';

/** A button of a notification. */
export interface NoticeButton {
  readonly label: string;
  readonly press: () => void;
}

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** A click on the notification itself. */
  readonly onClick: () => void;
  readonly buttons: readonly NoticeButton[];
}

const service = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
} as const;

interface Link {
  readonly bus: Bus;
  /** Text of the body is markup there. */
  readonly markup: boolean;
}

interface Shown {
  readonly id: number;
  /** The service's own name on the bus: nobody else's word is a click. */
  readonly sender: string;
  readonly notice: Notice;
}

/** Ids are 32-bit; what a service answers otherwise is none. */
const idOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/**
 * Notifications with buttons on a Linux desktop (freedesktop.org, Desktop Notifications 1.2): Electron gives them to macOS
 * and Windows only. One connection, opened at the first one.
 */
export class BusNotifications {
  #link: Promise<Link | null> | null = null;
  readonly #shown = new Map<number, Shown>();

  /** Resolves with how to take it back, or with null where this desktop shows no buttons. Never rejects. */
  async show(notice: Notice): Promise<(() => void) | null> {
    this.#link ??= this.#connect();
    const link = await this.#link;
    if (!link) return null;
    try {
      const { bus, markup } = link;
      const reply = await bus.call(
        new dbus.Message({
          ...service,
          member: 'Notify',
          signature: 'susssasa{sv}i',
          body: [
            'Drawbridge',
            0,
            'drawbridge',
            notice.title,
            markup ? asMarkup(notice.body) : notice.body,
            ['default', '', ...notice.buttons.flatMap(({ label }, at) => [`button-${at}`, label])],
            { 'desktop-entry': new dbus.Variant('s', 'drawbridge') },
            -1,
          ],
        }),
      );
      const id = idOf(reply?.body[0]);
      this.#shown.set(id, { id, sender: reply?.sender ?? '', notice });
      return () => this.#close(link, id);
    } catch {
      this.#forget(link);
      return null;
    }
  }

  dispose(): void {
    const link = this.#link;
    this.#link = null;
    this.#shown.clear();
    void link?.then((open) => open?.bus.disconnect());
  }

  async #connect(): Promise<Link | null> {
    const bus = openBus();
    if (!bus) return null;
    const link = { bus, markup: false };
    bus.on('error', () => this.#forget(link));
    try {
      const [capabilities] = await call(bus, { ...service, member: 'GetCapabilities' });
      if (!Array.isArray(capabilities) || !capabilities.includes('actions')) {
        bus.disconnect();
        return null;
      }
      bus.on('message', (message) => this.#onSignal(message));
      await call(bus, {
        ...{ destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' },
        ...{ member: 'AddMatch', signature: 's' },
        body: [`type='signal',interface='${service.interface}',path='${service.path}'`],
      });
      return { bus, markup: capabilities.includes('body-markup') };
    } catch {
      bus.disconnect();
      return null;
    }
  }

  #onSignal(message: InstanceType<typeof dbus.Message>): void {
    if (message.interface !== service.interface) return;
    const [first, action] = message.body;
    const shown = this.#shown.get(idOf(first));
    if (!shown || message.sender !== shown.sender) return;
    if (message.member === 'NotificationClosed') this.#shown.delete(shown.id);
    if (message.member !== 'ActionInvoked') return;
    // One click is all that it takes; a second one is about something else by then.
    this.#shown.delete(shown.id);
    const { notice } = shown;
    const at = notice.buttons.findIndex((_button, index) => action === `button-${index}`);
    if (action === 'default') notice.onClick();
    else notice.buttons[at]?.press();
  }

  #close({ bus }: Link, id: number): void {
    this.#shown.delete(id);
    call(bus, { ...service, member: 'CloseNotification', signature: 'u', body: [id] }).catch(() => {
      // It has gone already, or the desktop has.
    });
  }

  /** The next one tries again. */
  #forget({ bus }: Link): void {
    this.#link = null;
    this.#shown.clear();
    bus.disconnect();
  }
}

function asMarkup(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
