import net, { type AddressInfo } from "node:net";

/** What happens to connections: refused, taken and never answered, or cut after so many bytes of the vendor's answers. */
export type WireFault = { kind: "refuse" } | { kind: "silence" } | { kind: "cut"; afterBytes: number };

/** A wire to a real system that breaks on order, for protocols whose words can't be altered on the way (TLS from end to end). */
export class FaultyWire {
  private fault: WireFault | null = null;
  private readonly sockets = new Set<net.Socket>();
  private constructor(
    readonly port: number,
    private readonly server: net.Server,
  ) {}

  static async start(target: number): Promise<FaultyWire> {
    const server = net.createServer((socket) => wire.join(socket, target));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const wire: FaultyWire = new FaultyWire((server.address() as AddressInfo).port, server);
    return wire;
  }

  /** From now on, for living connections too; null = everything goes through. */
  break(fault: WireFault | null): void {
    this.fault = fault;
    if (fault?.kind === "refuse") this.cutAll();
  }
  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }
  async close(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: net.Socket, target: number): void {
    if (this.fault?.kind === "refuse") return void near.destroy();
    const far = net.connect(target, "127.0.0.1");
    let answered = 0;
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        this.sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on("data", (bytes) => void (this.fault?.kind === "silence" || far.write(bytes)));
    far.on("data", (bytes) => {
      answered += bytes.length;
      if (this.fault?.kind === "silence") return;
      if (this.fault?.kind === "cut" && answered > this.fault.afterBytes) near.destroy();
      else near.write(bytes);
    });
  }
}
