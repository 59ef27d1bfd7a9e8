-- Documents issued, by kind and area. A mechanism once set up stands.
{{ config(pre_hook="{{ replace_touched('document') }}") }}
{{ deltas_of('document', [
    {'fact': 'document_issued', 'measure': 'documents_{document_kind}_{area}'},
]) }}
