// What the types of `oidc-provider` leave out.

declare module "oidc-provider/lib/adapters/memory_adapter.js" {
    import type { Adapter, AdapterConstructor } from "oidc-provider";

    const MemoryAdapter: AdapterConstructor & (new (model: string) => Adapter);
    export default MemoryAdapter;
}
