import { useCallback, useEffect, useState } from 'react';
import type { Answer } from '../../preload/contract.ts';
import { useParts } from '../state/window-context.tsx';

export type Clients = Answer<'connect.look'>;

/** The clients as their files are now; looked at again whenever the window comes back to the front. Null until the first look. */
export function useClients(): { readonly clients: Clients | null; look(): Promise<void> } {
  const { api } = useParts();
  const [clients, setClients] = useState<Clients | null>(null);
  const look = useCallback(async () => setClients(await api.ask('connect.look', {})), [api]);
  useEffect(() => {
    const again = () => void look();
    again();
    addEventListener('focus', again);
    return () => removeEventListener('focus', again);
  }, [look]);
  return { clients, look };
}
