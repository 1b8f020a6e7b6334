import { authHandler } from "@/lib/next/auth-handler";

export { authHandler as GET, authHandler as POST };
