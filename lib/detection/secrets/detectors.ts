import type { Detector } from "./engine/look";
import { aws } from "./families/aws";
import { azureSas } from "./families/azure-sas";
import { discord } from "./families/discord";
import { files } from "./families/files";
import { github } from "./families/github";
import { httpAuth } from "./families/http-auth";
import { jwt } from "./families/jwt";
import { kubernetes } from "./families/kubernetes";
import { pem } from "./families/pem";
import { putty } from "./families/putty";
import { unleash } from "./families/unleash";
import { urls } from "./families/urls";
import { assigned } from "./generic/assigned";
import { inserts } from "./generic/columns";
import { commands } from "./generic/commands";
import { detectorsOf } from "./table/detectors";
import { tables } from "./table/tables";

const byHand = [aws, azureSas, discord, files, httpAuth, jwt, kubernetes, pem, putty, unleash, urls];

/** Every detector there is. */
export const detectors: readonly Detector[] = [...byHand.flat(), ...[github, ...tables].flatMap(detectorsOf), ...assigned, ...commands, inserts];
