import type { Family } from "./entry";

/** Models and what is built on them. */
export const ai: readonly Family[] = [
  {
    family: "OpenAI",
    rotate: "OpenAI: platform.openai.com → API keys → revoke, create anew.",
    entries: [
      {
        id: "openai_key",
        title: "OpenAI API key",
        form: ["sk-proj-{url:48-180}", "sk-svcacct-{url:48-180}", "sk-None-{url:48-180}"],
        needs: "upper and digit",
      },
      { id: "openai_admin_key", title: "OpenAI admin key", form: "sk-admin-{url:48-180}", needs: "upper and digit" },
      { id: "openai_key_legacy", title: "OpenAI API key (user)", form: ["sk-{alnum:20}T3BlbkFJ{alnum:20}"] },
    ],
  },
  {
    family: "Anthropic",
    rotate: "Anthropic console: Settings → API keys → disable or delete, create anew.",
    entries: [
      { id: "anthropic_key", title: "Anthropic API key", form: ["sk-ant-api{digit:2}-{url:80-110}"] },
      { id: "anthropic_admin_key", title: "Anthropic admin key", form: ["sk-ant-admin{digit:2}-{url:80-110}"] },
      {
        id: "anthropic_oauth",
        title: "Anthropic OAuth token",
        form: ["sk-ant-oat{digit:2}-{url:80-110}", "sk-ant-ort{digit:2}-{url:80-110}", "sk-ant-sid{digit:2}-{url:80-130}"],
        tokenClass: "oauth_grant",
      },
    ],
  },
  {
    family: "Hugging Face",
    rotate: "Hugging Face: Settings → Access Tokens → Invalidate and refresh.",
    entries: [
      { id: "huggingface_token", title: "Hugging Face access token", form: "hf_{alnum:34}", needs: "upper" },
      { id: "huggingface_org_token", title: "Hugging Face organisation token", form: "api_org_{alnum:34}", needs: "upper" },
    ],
  },
  {
    family: "AI providers",
    rotate: "The provider's console → API keys → revoke, create anew.",
    entries: [
      { id: "groq_key", title: "Groq API key", form: "gsk_{alnum:52}" },
      { id: "xai_key", title: "xAI API key", form: "xai-{alnum:80}" },
      { id: "perplexity_key", title: "Perplexity API key", form: "pplx-{alnum:48}" },
      { id: "replicate_token", title: "Replicate API token", form: "r8_{alnum:37}" },
      { id: "openrouter_key", title: "OpenRouter API key", form: "sk-or-v1-{hex:64}" },
      { id: "deepseek_key", title: "DeepSeek API key", form: "sk-{hex:32}" },
      { id: "fireworks_key", title: "Fireworks AI API key", form: ["fw_{alnum:24}", "fw_{alnum:22}"], needs: "digit", near: ["fireworks"] },
      { id: "cohere_key", title: "Cohere API key", form: "{alnum:40}", near: ["cohere", "co_api_key"], needs: "upper and digit" },
      { id: "mistral_key", title: "Mistral API key", form: "{alnum:32}", near: ["mistral"], needs: "digit" },
      {
        id: "together_key",
        title: "Together AI API key",
        form: ["{hex:64}", "tgp_v1_{url:43}"],
        near: ["together_api", "togetherai", "together_ai", "together_key"],
      },
      { id: "cerebras_key", title: "Cerebras API key", form: "csk-{lowernum:48}" },
      { id: "nvidia_key", title: "NVIDIA API key", form: "nvapi-{url:64}" },
      { id: "elevenlabs_key", title: "ElevenLabs API key", form: "sk_{hex:48}", near: ["elevenlabs", "eleven_labs", "eleven_api", "xi-api-key", "xi_api_key"] },
      { id: "assemblyai_key", title: "AssemblyAI API key", form: "{hex:32}", near: ["assemblyai", "assembly_ai"] },
      { id: "deepgram_key", title: "Deepgram API key", form: "{hex:40}", near: ["deepgram"] },
      { id: "stability_key", title: "Stability AI API key", form: "sk-{alnum:48}", needs: "upper and digit" },
      { id: "langsmith_key", title: "LangSmith API key", form: ["lsv2_pt_{hex:32}_{hex:10}", "lsv2_sk_{hex:32}_{hex:10}", "ls__{hex:32}"] },
      { id: "langfuse_key", title: "Langfuse secret key", form: "sk-lf-{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}" },
      { id: "pinecone_key", title: "Pinecone API key", form: "pcsk_{alnum:5-7}_{alnum:60-66}" },
      { id: "pinecone_key_legacy", title: "Pinecone API key (UUID)", form: "{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}", near: ["pinecone"] },
      { id: "wandb_key", title: "Weights & Biases API key", form: ["{hex:40}"], near: ["wandb"] },
      { id: "voyage_key", title: "Voyage AI API key", form: "pa-{url:43}", needs: "upper and digit", near: ["voyage"] },
      { id: "jina_key", title: "Jina AI API key", form: "jina_{hex:32}{url:28}" },
      { id: "tavily_key", title: "Tavily API key", form: ["tvly-{alnum:32}", "tvly-dev-{alnum:32}", "tvly-prod-{alnum:32}"] },
      { id: "firecrawl_key", title: "Firecrawl API key", form: "fc-{hex:32}", near: ["firecrawl"] },
      { id: "vapi_key", title: "Vapi private key", form: "{hex:8}-{hex:4}-{hex:4}-{hex:4}-{hex:12}", near: ["vapi_api_key", "vapi_private", "vapi_key"] },
    ],
  },
];
