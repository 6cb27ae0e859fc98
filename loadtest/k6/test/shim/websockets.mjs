import { WebSocket as NodeWebSocket } from 'ws';

/** What the scripts use of k6's WebSocket; like k6's, it takes the subprotocol as a header. */
export class WebSocket {
  onopen;
  onmessage;
  onclose;
  onerror;

  constructor(url, protocols, params = {}) {
    const { 'Sec-WebSocket-Protocol': subprotocol, ...headers } = params?.headers ?? {};
    this.socket = new NodeWebSocket(url, subprotocol ?? protocols ?? [], { headers });
    this.socket.on('open', () => this.onopen?.());
    this.socket.on('message', (data, isBinary) => this.onmessage?.({ type: 'message', data: isBinary ? data : data.toString() }));
    this.socket.on('error', (error) => this.onerror?.({ type: 'error', error: error.message }));
    this.socket.on('close', () => this.onclose?.());
  }

  send(data) {
    this.socket.send(data);
  }

  close(code) {
    this.socket.close(code);
  }
}
