import type { ParseKeys } from 'i18next';
import {
  Bell,
  Bot,
  Download,
  FolderClosed,
  Info,
  Keyboard,
  KeyRound,
  Languages,
  type LucideIcon,
  ScrollText,
  Server,
  ShieldCheck,
  SquareTerminal,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { AboutSection } from './about-section.tsx';
import { AgentsSection } from './agents-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { FilesSection } from './files-section.tsx';
import { GuardSection } from './guard-section.tsx';
import { JournalSection } from './journal-section.tsx';
import { KeychainSection } from './keychain-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { ShortcutsSection } from './shortcuts-section.tsx';
import { SitesSection } from './sites-section.tsx';
import { TerminalsSection } from './terminals-section.tsx';
import { UpdatesSection } from './updates-section.tsx';

export interface SettingsSection {
  /** What `openSettings` is given to open it. */
  readonly id: string;
  readonly title: ParseKeys;
  readonly icon: LucideIcon;
  readonly Body: ComponentType;
}

interface SectionGroup {
  readonly title: ParseKeys;
  readonly sections: readonly SettingsSection[];
}

/** Every section of the settings page, in the order of its list. A new one is a line here and a file beside it. */
export const sectionGroups: readonly SectionGroup[] = [
  {
    title: 'settings.group.work',
    sections: [
      { id: 'sites', title: 'settings.sites', icon: Server, Body: SitesSection },
      { id: 'agents', title: 'nav.agents', icon: Bot, Body: AgentsSection },
      { id: 'guard', title: 'approvals.section', icon: ShieldCheck, Body: GuardSection },
      { id: 'terminals', title: 'settings.terminals', icon: SquareTerminal, Body: TerminalsSection },
      { id: 'files', title: 'files.section', icon: FolderClosed, Body: FilesSection },
      { id: 'journal', title: 'journal.settings.title', icon: ScrollText, Body: JournalSection },
    ],
  },
  {
    title: 'settings.group.computer',
    sections: [
      { id: 'appearance', title: 'settings.appearance', icon: Languages, Body: AppearanceSection },
      { id: 'notifications', title: 'setting.group.tray', icon: Bell, Body: NotificationsSection },
      { id: 'shortcuts', title: 'setting.shortcut.title', icon: Keyboard, Body: ShortcutsSection },
      { id: 'keychain', title: 'settings.keychain', icon: KeyRound, Body: KeychainSection },
      { id: 'updates', title: 'setting.updates.title', icon: Download, Body: UpdatesSection },
      { id: 'about', title: 'settings.about', icon: Info, Body: AboutSection },
    ],
  },
];
