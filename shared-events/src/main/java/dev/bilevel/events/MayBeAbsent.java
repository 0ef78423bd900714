package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A field that was added to an event after its version was first written: null where an older writer left it out.
/// Every other field must be present.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD})
@JacksonAnnotationsInside
@JacksonInject(value = MayBeAbsent.VALUE, useInput = OptBoolean.TRUE)
@interface MayBeAbsent {
    /// The name under which [EventCodec]'s mapper finds the null that stands for an absent field.
    String VALUE = "absent";
}
