package dev.assay.inspect.format.text.jinja;

import static dev.assay.inspect.Reports.inspection;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Templates in the manner of the families that are used most: each with the turns its family is known for.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ChatTemplatesSpec {

    @Test
    void marks_around_each_role_are_data() {
        clean("""
                {%- for m in messages %}{{ '<|im_start|>' ~ m['role'] ~ '\\n' ~ m['content'] ~ '<|im_end|>\\n' }}{% endfor %}
                {%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}""");
        clean("""
                {% for m in messages %}{% if m['role'] == 'user' %}{{ '<|user|>\\n' + m['content'] + eos_token }}
                {% elif m['role'] == 'system' %}{{ '<|system|>\\n' + m['content'] + eos_token }}{% endif %}
                {% if loop.last and add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}{% endfor %}""");
    }

    @Test
    void a_system_message_that_moves_into_the_first_turn_is_data() {
        clean("""
                {% if messages[0]['role'] == 'system' %}{% set rest = messages[1:] %}{% set first = messages[0]['content'] %}
                {% else %}{% set rest = messages %}{% set first = false %}{% endif %}
                {% for m in rest %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}
                {{ raise_exception('Roles take turns: user, assistant, user') }}{% endif %}
                {% if loop.index0 == 0 and first != false %}{% set content = '<<SYS>>\\n' + first + '\\n<</SYS>>\\n\\n' + m['content'] %}
                {% else %}{% set content = m['content'] %}{% endif %}
                {% if m['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}
                {% elif m['role'] == 'assistant' %}{{ ' ' + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}""");
    }

    @Test
    void tools_with_their_schemas_and_calls_are_data() {
        clean("""
                {{- bos_token }}
                {%- if custom_tools is defined %}{%- set tools = custom_tools %}{%- endif %}
                {%- if not date_string is defined %}
                  {%- if strftime_now is defined %}{%- set date_string = strftime_now("%d %b %Y") %}{%- else %}{%- set date_string = "26 Jul 2024" %}{%- endif %}
                {%- endif %}
                {%- if messages[0]['role'] == 'system' %}{%- set said = messages[0]['content'] | trim %}{%- set messages = messages[1:] %}{%- endif %}
                {%- if builtin_tools is defined %}{{- "Tools: " + builtin_tools | reject('equalto', 'code_interpreter') | join(", ") + "\\n" }}{%- endif %}
                {%- for t in tools %}{{- t | tojson(indent=4) }}{{- "\\n\\n" }}{%- endfor %}
                {%- for message in messages %}
                  {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
                    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}
                  {%- elif 'tool_calls' in message %}
                    {%- if not message.tool_calls | length == 1 %}{{- raise_exception("One call at a time") }}{%- endif %}
                    {%- set call = message.tool_calls[0].function %}
                    {%- for name, value in call.arguments | items %}{{- name + '="' + value + '"' }}{%- if not loop.last %}{{- ", " }}{%- endif %}{%- endfor %}
                    {{- '{"name": "' + call.name + '", "parameters": ' }}{{- call.arguments | tojson }}{{- "}" }}
                  {%- elif message.content is mapping or message.content is iterable %}{{- message.content | tojson }}
                  {%- endif %}
                {%- endfor %}""");
        clean("""
                {%- macro type_of(spec) %}{%- set names = {"string": "str", "number": "float", "array": "list"} %}
                {%- if names[spec.type] is defined %}{{- names[spec.type] }}{%- elif "$ref" in spec %}{{- (spec["$ref"] | string).split("/")[-1] }}
                {%- elif spec.type is iterable and spec.type | length > 0 %}{{- spec.type | map('string') | unique | sort | join(' | ') }}
                {%- elif spec.properties %}{%- for key in spec.properties %}{{- key }}: {{ type_of(spec.properties[key]) }}{%- endfor %}
                {%- else %}{{- "Any" }}{%- endif %}{%- endmacro %}
                {%- for tool in tools %}{%- if tool.function is defined %}{%- set tool = tool.function %}{%- endif %}
                {{- "def " + tool.name + "(" }}{%- for name, fields in tool.parameters.properties.items() %}
                {{- name + ": " + type_of(fields) }}{%- if name in tool.parameters.required | default([]) %}{{- " required" }}{%- endif %}{%- endfor %}{{- ")" }}
                {%- endfor %}""");
    }

    @Test
    void thinking_that_is_cut_from_earlier_turns_is_data() {
        clean("""
                {%- set ns = namespace(step=true, last=messages|length - 1) %}
                {%- for message in messages[::-1] %}{%- set index = (messages|length - 1) - loop.index0 %}
                  {%- if ns.step and message.role == "user" and message.content is string and not (message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
                    {%- set ns.step = false %}{%- set ns.last = index %}
                  {%- endif %}
                {%- endfor %}
                {%- for message in messages %}{%- set content = message.content %}{%- set reasoning = '' %}
                  {%- if message.reasoning_content is string %}{%- set reasoning = message.reasoning_content %}
                  {%- elif '</think>' in content %}
                    {%- set reasoning = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
                    {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
                  {%- endif %}
                  {%- if loop.index0 > ns.last and (loop.last or reasoning) %}{{- '<think>\\n' ~ reasoning.strip('\\n') ~ '\\n</think>\\n\\n' ~ content }}{%- else %}{{- content }}{%- endif %}
                  {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}{{- '<|im_start|>user' }}{%- endif %}
                  {%- if not loop.last and messages[loop.index0 + 1].role != "tool" %}{{- '<|im_end|>' }}{%- endif %}
                {%- endfor %}
                {%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}""");
    }

    @Test
    void pictures_between_words_are_data() {
        clean("""
                {% set image_count = namespace(value=0) %}{% for message in messages %}{{ '<start_of_turn>' + (message.role if message.role != 'assistant' else 'model') }}
                {% if message['content'] is string %}{{ message['content'] | trim }}{% else %}{% for part in message['content'] %}
                {% if part['type'] == 'image' or 'image' in part or 'image_url' in part %}{% set image_count.value = image_count.value + 1 %}
                {% if add_vision_id %}Picture {{ image_count.value }}: {% endif %}<|vision_start|><|image_pad|><|vision_end|>
                {% elif 'text' in part %}{{ part['text'] }}{% endif %}{% endfor %}{% endif %}{% endfor %}""");
    }

    @Test
    void documents_and_what_is_generated_are_data() {
        clean("""
                {%- for doc in documents %}Document: {{ loop.index0 }}
                {% for key, value in doc.items() %}{{ key | title }}: {{ value }}{% endfor %}{%- endfor %}
                {% for message in messages %}{% if message.role == 'assistant' %}{% generation %}{{ message.content }}{{ eos_token }}{% endgeneration %}
                {% else %}{{ message.content }}{% endif %}{% if loop.index > 40 %}{% break %}{% endif %}{% endfor %}
                {%- set available = controls | selectattr('name', 'defined') | map(attribute='name') | list %}{{ available | join(', ') }}""");
    }

    private static void clean(String template) {
        assertThat(inspection(template.getBytes(UTF_8)).report("it")).isEmpty();
        assertThat(inspection(("{\"chat_template\": \"" + escaped(template) + "\"}").getBytes(UTF_8))
                        .report("it"))
                .isEmpty();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
