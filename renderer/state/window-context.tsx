import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { AppState, DrawbridgeApi } from '../../preload/contract.ts';
import type { TerminalStreams } from '../terminal/terminal-streams.ts';
import type { TileFeed } from '../wall/tile-feed.ts';
import type { WindowState, WindowStore } from './app-store.ts';
import type { Ticker } from './ticker.ts';

interface WindowParts {
  readonly api: DrawbridgeApi;
  readonly store: WindowStore;
  readonly streams: TerminalStreams;
  readonly tiles: TileFeed;
  readonly ticker: Ticker;
}

const Parts = createContext<WindowParts | null>(null);

export function WindowProvider({ parts, children }: { readonly parts: WindowParts; readonly children: ReactNode }) {
  return <Parts value={parts}>{children}</Parts>;
}

export function useParts(): WindowParts {
  const parts = useContext(Parts);
  if (!parts) throw new Error('a component stands outside WindowProvider');
  return parts;
}

export function useWindow<T>(select: (state: WindowState) => T): T {
  return useStore(useParts().store, select);
}

/** Main's state; only below App, which waits for the first one. */
export function useApp<T>(select: (app: AppState) => T): T {
  return useWindow(({ app }) => {
    if (!app) throw new Error('the state is not there yet');
    return select(app);
  });
}
