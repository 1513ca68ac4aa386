from django.urls import path

from letters.views import public

urlpatterns = [
    path("gui-tin/", public.letter, name="letter"),
    path("gui-tin/da-gui/<slug:reference>/", public.thanks, name="letter-thanks"),
]
