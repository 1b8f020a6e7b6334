import { work } from "../engine/bytes";
import { entropy } from "../randomness";
import { isOther, splitWords } from "./names";

export const visible = /^[\x21-\x7e]+$/;

/** Words that secrets are named with, and those that stand beside them. */
export const vocabulary = new Set(
  `password passwd pwd pass passphrase secret secrets token tokens key keys api apikey auth authorization credential credentials bearer basic access refresh private public client user username login admin root db database service account
  session cookie header id name value my the your our new old current confirm repeat test dev prod of for and to in is not a an no with from required invalid default value field type oauth oauth2 jwt saml github gitlab google aws azure slack some fake dummy example sample mock super real top very good strong initial temp temporary correct wrong bad`.split(
    /\s+/,
  ),
);

/** What programs and patterns have, however many signs stand in it. */
const pattern =
  /\\[dwsbDWSnrtux]|\[\^?[A-Za-z0-9]-|\(\?|\.\*|\{\d*,?\d?\}|:\/\/|^\W*[%$]\w+\W*$|\$\{|\$\(|\{\{|<\/?[a-z]\w*[\s/>]|&&|\|\||=>|^[,)\]}].*[:=,([{]$/;

/** Letters of both cases, figures and signs, and no word among them: made by chance, of whatever signs. */
export function isDense(value: string): boolean {
  if (value.length > 64 || !visible.test(value)) return false;
  work.steps += 300 + 20 * value.length;
  return (
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    /\d/.test(value) &&
    /[^\w.-]/.test(value) &&
    !/[a-z]{4}|[A-Z]{5}|\d{7}/.test(value) &&
    !pattern.test(value) &&
    entropy(value) >= Math.min(3.2, Math.log2(value.length) - 0.4)
  );
}

/** Four words and more of a passphrase, none of which is a program's own. */
export function isPhrase(value: string): boolean {
  if (!/^[a-z]{3,9}(?:[-_.][a-z]{3,9}){3,7}$/.test(value)) return false;
  return splitWords(value).every((word) => !vocabulary.has(word) && !isOther(word) && !ofPrograms.has(word));
}

/** What names of files, styles, releases and messages are made of. */
const ofPrograms = new Set(
  `app web page site admin home main nav menu list item card panel modal dialog popup form field box text body head title footer sidebar container wrapper row col grid table cell link image icon button submit cancel save edit delete create
  remove add get set show hide open close load init start stop run build test spec server client proxy cache queue worker job task event error warning success failed failure message notification email mail phone address account profile
  settings config options core common shared base default custom global local internal external public private data store model view controller service module package library plugin component element widget chart graph report export import
  download upload search filter sort order invoice payment cart product category customer company team group role permission policy rule reset forgot change verify confirm expired mismatch incorrect weak strong same match must can cannot does
  should has have contain contains least characters release prod staging postgresql mysql redis kafka elasticsearch mongodb rabbitmq keycloak grafana prometheus helm chart operator cluster node pod namespace ingress secret volume`.split(
    /\s+/,
  ),
);

const hexKey = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{48}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;

/** What is a key to something by its looks: hexadecimal digits of usual numbers, or letters and digits as mixed as chance makes them. */
export function isKeyAlone(value: string, bits: number): boolean {
  if (value.length < 20 || !/^[\w+/=.~-]+$/.test(value) || !/\d/.test(value)) return false;
  if (hexKey.test(value)) return bits >= 3;
  const mixed = /[a-z]/.test(value) && /[A-Z]/.test(value);
  return mixed ? bits >= 3.8 : value.length >= 24 && bits >= 3.6 && (value.match(/\d/g)?.length ?? 0) >= 3;
}
