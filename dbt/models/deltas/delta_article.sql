-- Articles by topic and outlet, and their placements: one text in two outlets counts twice. The page of the Workers'
-- Daily is a value that is read, not added up.
{{ config(pre_hook="{{ replace_touched('article') }}") }}
{{ deltas_of('article', [
    {'fact': 'media_article_published', 'measure': 'articles_{article_topic}_{outlet}'},
    {'fact': 'media_article_published', 'measure': 'article_placements', 'amount': 'fact.placements'},
    {'fact': 'media_article_published', 'measure': 'consultation_page_workers_daily', 'amount': 'fact.page',
        'where': "fact.outlet = 'workers_daily' and fact.article_topic = 'consultation' and fact.page is not null"},
]) }}
