"""Under which addresses does one arrive, change practice and read about Algia?"""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("practice/", views.switch, name="switch"),
    path("about/", views.about, name="about"),
]
