import { contextBridge, ipcRenderer } from 'electron';
import type { Channel, DrawbridgeApi, EventName, EventValue } from './contract.ts';

// Only names: the schemas are checked in main, where the window is not trusted.
const api: DrawbridgeApi = {
  ask: (channel: Channel, argument: unknown) => ipcRenderer.invoke('drawbridge', channel, argument),
  on<N extends EventName>(name: N, listener: (value: EventValue<N>) => void) {
    const forward = (_event: unknown, value: EventValue<N>) => listener(value);
    ipcRenderer.on(`drawbridge:${name}`, forward);
    return () => ipcRenderer.off(`drawbridge:${name}`, forward);
  },
};

contextBridge.exposeInMainWorld('drawbridge', api);
