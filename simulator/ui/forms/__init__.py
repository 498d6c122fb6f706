"""Forms for any class of quantities, generated from the declarations of its fields."""
