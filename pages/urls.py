from django.urls import path

from pages.views import public

urlpatterns = [path("<slug:slug>/", public.page, name="page")]
