import dbus from 'dbus-next';

/** What a desktop was asked to show. */
export interface ShownNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  /** Labels of its buttons, in order. */
  readonly buttons: readonly string[];
}

class Notifications extends dbus.interface.Interface {
  readonly shown: ShownNotification[] = [];
  readonly closed: number[] = [];
  /** Of each notification: name and label in turn. */
  readonly actions = new Map<number, readonly string[]>();

  Notify(
    _app: string,
    replaces: number,
    _icon: string,
    title: string,
    body: string,
    actions: string[],
    _hints: unknown,
    _expires: number,
  ): number {
    const id = replaces || this.shown.length + 1;
    this.actions.set(id, actions);
    const buttons = actions.filter((_action, at) => at % 2 === 1 && actions[at - 1] !== 'default');
    this.shown.push({ id, title, body, buttons });
    return id;
  }
  CloseNotification(id: number): void {
    this.closed.push(id);
  }
  GetCapabilities(): string[] {
    return ['body', 'actions'];
  }
  GetServerInformation(): string[] {
    return ['test', 'drawbridge', '1', '1.2'];
  }
  ActionInvoked(id: number, action: string): [number, string] {
    return [id, action];
  }
}

Notifications.configureMembers({
  methods: {
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u' },
    GetCapabilities: { outSignature: 'as' },
    GetServerInformation: { outSignature: 'ssss' },
  },
  signals: { ActionInvoked: { signature: 'us' } },
});

export interface NotificationHost {
  readonly shown: readonly ShownNotification[];
  /** Ids of those taken back. */
  readonly closed: readonly number[];
  /** The person clicks it. */
  click(id: number): void;
  /** The person presses one of its buttons. */
  press(id: number, button: string): void;
  stop(): void;
}

/** A desktop's notifications: owns org.freedesktop.Notifications on a session bus. Must be there before the app shows one. */
export async function startNotificationHost(busAddress: string): Promise<NotificationHost> {
  const bus = dbus.sessionBus({ busAddress });
  const host = new Notifications('org.freedesktop.Notifications');
  bus.export('/org/freedesktop/Notifications', host);
  await bus.requestName('org.freedesktop.Notifications', 0);
  return {
    shown: host.shown,
    closed: host.closed,
    click: (id) => void host.ActionInvoked(id, 'default'),
    press: (id, button) => {
      const actions = host.actions.get(id) ?? [];
      const at = actions.findIndex((label, index) => index % 2 === 1 && label === button);
      if (at === -1) throw new Error(`There is no button "${button}" on notification ${id}.`);
      host.ActionInvoked(id, actions[at - 1] ?? '');
    },
    stop: () => bus.disconnect(),
  };
}
