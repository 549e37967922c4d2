"""Under which addresses does one arrive, change practice, manage it and read about Algia?"""

from django.urls import path

from accounts import views, views_manage

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("practice/", views.switch, name="switch"),
    path("practice/manage/", views_manage.manage, name="manage"),
    path("practice/manage/people/add/", views_manage.add, name="add"),
    path("practice/manage/people/<uuid:user_id>/", views_manage.person, name="person"),
    path("practice/manage/switches/<slug:key>/", views_manage.switch_feature, name="switch_feature"),
    path("about/", views.about, name="about"),
]
