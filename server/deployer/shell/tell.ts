import type { WebSocket } from 'ws';
import type { ShellNews } from '#server/domain/shell-protocol.ts';

/** Nothing where the browser has gone. */
export function tell(socket: WebSocket, news: ShellNews): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(news));
}
