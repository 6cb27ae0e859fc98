import { WebSocket as NodeWebSocket } from 'ws';

/**
 * What the scripts use of k6/ws. k6's call returns when the connection has ended; here it returns at once, so nothing may
 * follow it in a script.
 */
export default {
  connect(url, params, ready) {
    const { 'Sec-WebSocket-Protocol': subprotocol, ...headers } = params?.headers ?? {};
    const socket = new NodeWebSocket(url, subprotocol ?? [], { headers });
    socket.on('error', () => {});
    ready({
      on: (event, handler) => socket.on(event, (data) => handler(data?.toString())),
      send: (text) => socket.send(text),
      // As in k6, no handler is called for messages that have arrived but were not handled before the close.
      close: (code) => {
        socket.removeAllListeners('message');
        socket.close(code);
      },
    });
  },
};
