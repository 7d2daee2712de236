package dev.meanwhile.async;

import static dev.meanwhile.async.Async.*;
import static dev.meanwhile.async.TestLoop.ms;
import static dev.meanwhile.async.TestLoop.onVirtualTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ContextVarTest {
  private final ContextVar<String> user = ContextVar.of("nobody");

  @Test
  void get_whereNothingWasSet_isTheInitialValue() {
    assertThat(user.get()).isEqualTo("nobody");
    assertThat(onVirtualTime(() -> user.get())).isEqualTo("nobody");
  }

  // asyncio 2.2.25
  @Test
  void task_startsWithACopyOfItsParentsValues() {
    List<String> seen = onVirtualTime(() -> {
      user.set("parent");
      Task<String> child = createTask(() -> {
        String before = user.get();
        user.set("child");
        sleep(ms(1));
        return before + " " + user.get();
      });
      user.set("parent later");
      return List.of(await(child), user.get());
    });

    assertThat(seen).containsExactly("parent child", "parent later");
  }

  // asyncio 2.2.25
  @Test
  void tasks_sideBySide_haveTheirOwn() {
    List<String> seen = onVirtualTime(() -> await(gather(asUser("anna"), asUser("berta"))));

    assertThat(seen).containsExactly("anna", "berta");
  }

  private Coroutine<String> asUser(String name) {
    return async(() -> {
      user.set(name);
      sleep(ms(1));
      return user.get();
    });
  }

  // asyncio 2.3.19
  @Test
  void groupsAndGathers_passTheValuesOn() {
    List<String> seen = onVirtualTime(() -> {
      user.set("owner");
      String inGroup = taskGroup(group -> {
        return await(group.start(() -> user.get()));
      });
      return List.of(inGroup, await(gather(async(() -> user.get()))).getFirst());
    });

    assertThat(seen).containsExactly("owner", "owner");
  }

  @Test
  void set_outsideOfATask_isRefused() {
    assertThat(catchThrowable(() -> user.set("somebody")))
        .isInstanceOf(IllegalStateException.class);
  }
}
