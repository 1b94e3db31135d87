package lambdakit;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a function's classes are looked for: its folder, then the archives of its `lib`, then those of its layers, by name. */
final class ClassPath {
  private final List<URL> places = new ArrayList<>();

  /** Of two archives in layers that have one name, that of the first folder counts, as where layers are merged. */
  ClassPath(String codeFolder, String[] layerFolders) {
    // The slash says that it is a folder.
    add(codeFolder + "/");
    for (String archive : archivesIn(codeFolder + "/lib").values()) add(archive);
    Map<String, String> ofLayers = new TreeMap<>();
    for (String folder : layerFolders)
      for (Map.Entry<String, String> archive : archivesIn(folder).entrySet())
        ofLayers.putIfAbsent(archive.getKey(), archive.getValue());
    for (String archive : ofLayers.values()) add(archive);
  }

  ClassLoader loader() {
    return new URLClassLoader(places.toArray(new URL[0]), ClassLoader.getSystemClassLoader());
  }

  private void add(String path) {
    try {
      places.add(new URL("file", null, -1, path));
    } catch (MalformedURLException error) {
      throw new IllegalStateException(error);
    }
  }

  private static Map<String, String> archivesIn(String folder) {
    Map<String, String> archives = new TreeMap<>();
    String[] names = new File(folder).list();
    if (names == null) return archives;
    for (String name : names) if (name.endsWith(".jar")) archives.put(name, folder + "/" + name);
    return archives;
  }
}
